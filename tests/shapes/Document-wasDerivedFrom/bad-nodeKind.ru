# expect: Document-wasDerivedFrom NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { <source> prov:wasDerivedFrom ?value } INSERT { <source> prov:wasDerivedFrom "https://example.org/akane/plan.pdf" } WHERE { <source> prov:wasDerivedFrom ?value }
