# expect: PolicyFieldShape ClosedConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <field/2> rdfs:comment "覚え"@ja }
