"""One facade for each wrapped npm package. Pages never import a vendor class."""
