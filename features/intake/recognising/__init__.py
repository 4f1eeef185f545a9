"""Which kind of file a sheet is: the alias table `headers.yaml`, what a county adds to it, and what a file would be taken for."""
