"""What is typed on the page, read into funnels, pars and messages next to the field."""
