# expect: Listing-codeIsOneOfItsProject SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA { <project/1-1> chiiki:code "2-(1)" }
