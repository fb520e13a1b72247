"""Every remote handler of the pages. Rules live in the services; these read forms and keep rows."""
