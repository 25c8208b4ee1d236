# expect: Edition-validThrough PatternConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <../akane@2020> schema:validThrough ?date } ;
INSERT DATA { <../akane@2020> schema:validThrough "令和6年" }
