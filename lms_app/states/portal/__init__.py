"""States of the public site, one per page, named like its page."""
