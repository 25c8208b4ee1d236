# expect: QuoteSelector-exact MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA { <selector> a oa:TextQuoteSelector }
