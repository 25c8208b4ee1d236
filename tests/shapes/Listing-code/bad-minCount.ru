# expect: Listing-code MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA { <listing/2-1> chiiki:code "2-(1)" . <project/1-1> chiiki:code "2-(1)" }
