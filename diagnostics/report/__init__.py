"""Drawing: from a diagnosis to pictures and panes. Nothing here decides or words anything."""
