"""Files and folders of the disk store: locks and names, objects, multipart uploads, bodies."""
