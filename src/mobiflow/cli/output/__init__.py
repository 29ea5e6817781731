"""What commands print: sentences, tables and data, in the language of the session."""
