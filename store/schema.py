"""Which schema this version of the program expects, known without loading the migration tool."""

HEAD = "0010"
