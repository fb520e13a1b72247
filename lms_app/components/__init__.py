"""The kit: stateless pieces that pages are made of. They take Vars and handlers, never import states."""
