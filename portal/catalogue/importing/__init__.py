"""A county's own list becomes guides: ``tables`` reads the file, ``columns`` knows its words, ``rows`` makes
fields of a row, ``merging`` lays them over what is here, ``run`` stores the result row by row."""
