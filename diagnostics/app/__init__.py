"""The product: forms, the case file, the consultation, pages, reports and the server."""
