# expect: Plan-label UniqueLangConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <../akane> rdfs:label "別の計画"@ja }
