"""The report of a case as HTML, PDF, XLSX and PPTX."""
