# expect: PositionSelector-end DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <selector>
    a oa:TextPositionSelector ;
    oa:start "1"^^xsd:nonNegativeInteger ;
    oa:end 2 .
}
