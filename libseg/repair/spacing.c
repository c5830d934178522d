/* Being written by the helper "kinds" (repair kinds of characters, lines and spacing): others leave it alone. */
