"""The frames around pages: one per audience. They read the session, pages fill them."""
