"""The report card: suites of cases, one row per picture, and the pages made of the rows. Light."""
