"""Messy files into typed columns: sheets, headings, dates, names, outcomes and the vocabularies of CRMs."""
