# expect: Passage-positionSelector MaxCountConstraintComponent
# expect: Passage-quoteFitsItsPosition SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <passage/1116-1123> oa:hasSelector <passage/1116-1123/other> .
  <passage/1116-1123/other>
    a oa:TextPositionSelector ;
    oa:start "1115"^^xsd:nonNegativeInteger ;
    oa:end "1123"^^xsd:nonNegativeInteger .
}
