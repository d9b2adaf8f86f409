"""OpenRaster, the native format: a document, layer by layer, in and out."""
