"""An independent reading of the rules: facts worked out from the files alone, without a line of the product's code."""
