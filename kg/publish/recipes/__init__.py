"""Recipes for hosts: which address leads to which file, as each kind of host reads it.

The table is data (``addresses.toml``), and so are the resources that share files
(``kg/publish/publish.toml``); a recipe only writes them in the language of its host.

============  ========================================================================
table.py      the table: rules from an address to a page and to files of RDF
apache.py     ``.htaccess`` of the site, and the one to submit to w3id.org
nginx.py      ``nginx.conf``
redirects.py  ``_redirects`` and ``_headers`` of Netlify and Cloudflare Pages
files.py      the part of the site
============  ========================================================================
"""
