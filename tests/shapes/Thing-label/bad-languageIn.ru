# expect: Thing-label LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <../agent/NPO> rdfs:label ?value } INSERT { <../agent/NPO> rdfs:label "NPO" } WHERE { <../agent/NPO> rdfs:label ?value }
