# expect: Thing-nameInLanguages MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <../asset/茜橋> rdfs:label ?value }
