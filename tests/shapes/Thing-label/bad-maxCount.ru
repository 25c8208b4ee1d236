# expect: Thing-label MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <../agent/NPO> rdfs:label "ＮＰＯ法人"@ja }
