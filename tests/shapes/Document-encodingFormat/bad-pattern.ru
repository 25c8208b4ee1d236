# expect: Document-encodingFormat PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE { <source> schema:encodingFormat ?value } INSERT { <source> schema:encodingFormat "plain text" } WHERE { <source> schema:encodingFormat ?value }
