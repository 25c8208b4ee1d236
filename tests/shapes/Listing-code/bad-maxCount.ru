# expect: Listing-code MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <listing/2-1> chiiki:code "2-(2)" . <project/1-1> chiiki:code "2-(2)" }
