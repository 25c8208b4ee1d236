# expect: Thing-nameInLanguages UniqueLangConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <../asset/茜橋> rdfs:label "茜の橋"@ja }
