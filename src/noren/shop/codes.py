"""Codes to be scanned, on the pages of shoppers."""

from noren.kernel.barcodes import qr_svg as qr_svg
