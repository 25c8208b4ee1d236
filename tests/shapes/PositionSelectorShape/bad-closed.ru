# expect: PositionSelectorShape ClosedConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <selector>
    a oa:TextPositionSelector ;
    oa:start "1"^^xsd:nonNegativeInteger ;
    oa:end "2"^^xsd:nonNegativeInteger ;
    rdfs:comment "覚え"@ja .
}
