# expect: Document-wasDerivedFrom MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { <source> prov:wasDerivedFrom <https://example.org/akane/> }
