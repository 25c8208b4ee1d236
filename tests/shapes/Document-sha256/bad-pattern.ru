# expect: Document-sha256 PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE { <source> schema:sha256 ?value } INSERT { <source> schema:sha256 "1b0daee4" } WHERE { <source> schema:sha256 ?value }
