"""The pages of the shop: each module answers one part of the way from finding goods to picking them up."""
