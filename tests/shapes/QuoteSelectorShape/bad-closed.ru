# expect: QuoteSelectorShape ClosedConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  <selector>
    a oa:TextQuoteSelector ;
    oa:exact "港" ;
    rdfs:comment "覚え"@ja .
}
