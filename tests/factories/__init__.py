"""One builder a kind of thing; everything goes through the services, as people do."""
