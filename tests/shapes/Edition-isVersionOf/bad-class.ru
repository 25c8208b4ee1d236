# expect: Edition-isVersionOf ClassConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA { <../akane@2024> dcterms:isVersionOf <../akane> } ;
INSERT DATA { <../akane@2024> dcterms:isVersionOf <../cinnabar> }
