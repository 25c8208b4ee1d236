# expect: Listing-repeatsAFirstListing MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <listing/1-1> chiiki:repeats <listing/2-1> }
