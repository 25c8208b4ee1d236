# expect: Document-contentSize PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE { <source> schema:contentSize ?value } INSERT { <source> schema:contentSize "3 kB" } WHERE { <source> schema:contentSize ?value }
