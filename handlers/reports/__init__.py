"""Reports: what happened in a period, in figures that are each defined once, as a message, a picture and a file."""
