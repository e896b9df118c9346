"""The page and the server that publishes it. Widgets hold no arithmetic, no thresholds and no sentences."""
