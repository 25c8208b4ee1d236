# expect: Asset-identifier DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../asset/葵浜漁港> dcterms:identifier 1 }
