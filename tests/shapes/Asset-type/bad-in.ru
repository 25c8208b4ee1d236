# expect: Asset-type InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <../asset/茜橋> a ?value } INSERT { <../asset/茜橋> a chiiki:Asset } WHERE { <../asset/茜橋> a ?value }
