"""The model of a competition and its loader: from what editors wrote to what one stage may show. Knows no Pelican."""
