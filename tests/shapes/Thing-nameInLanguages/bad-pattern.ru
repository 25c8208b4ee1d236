# expect: Thing-nameInLanguages PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <../asset/茜橋> rdfs:label ?value } INSERT { <../asset/茜橋> rdfs:label " "@ja } WHERE { <../asset/茜橋> rdfs:label ?value }
